import type { TrainingSettings } from '../protocol';
import { attempt } from '../state/notices';
import { changeSettings, forgetWeights, settings, weights } from '../state/run';

const names: Record<TrainingSettings['backbone'], string> = {
  mobileNetV2: 'MobileNetV2 (9 MB of weights)',
  resNet50: 'ResNet50 (94 MB)',
  inceptionResNetV2: 'InceptionResNetV2 (219 MB)',
};

/** Which pretrained network, and where its weights are. */
export function BackboneFields({ disabled }: { readonly disabled: boolean }) {
  const { value } = weights;
  return (
    <fieldset class="row" disabled={disabled}>
      <label class="field wide">
        Pretrained network
        <select
          value={settings.value.backbone}
          onChange={({ currentTarget }) =>
            changeSettings({ backbone: currentTarget.value as TrainingSettings['backbone'] })
          }
        >
          {Object.entries(names).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        Its Keras weights (.h5, .keras)
        <input
          type="file"
          accept=".h5,.keras"
          data-testid="weights"
          onChange={({ currentTarget }) => {
            weights.value = currentTarget.files?.[0];
          }}
        />
      </label>
      <label class="field">
        or their address
        <input
          type="url"
          placeholder="https://…"
          value={typeof value === 'string' ? value : ''}
          onInput={({ currentTarget }) => {
            weights.value = currentTarget.value === '' ? undefined : currentTarget.value;
          }}
        />
      </label>
      <button type="button" class="quiet" onClick={() => attempt(forgetWeights)}>
        Forget downloaded weights
      </button>
    </fieldset>
  );
}
