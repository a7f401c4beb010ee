import type { TrainingSettings } from '../protocol';
import { changeSettings, progress, settings } from '../state/run';
import { BackboneFields } from './backbone-fields';
import { NumberField } from './number-field';
import { Section } from './section';

const kinds: readonly { kind: TrainingSettings['network']; name: string; text: string }[] = [
  {
    kind: 'cnn',
    name: 'Convolutional network',
    text: 'Learns from the pixels. Good for most pictures, from some fifty of each class.',
  },
  {
    kind: 'dense',
    name: 'Dense network',
    text: 'The simplest one, on grey pixels. Quick; for digits and simple shapes.',
  },
  {
    kind: 'backbone',
    name: 'Pretrained network',
    text: 'The best with few photographs. Needs its weights.',
  },
];
const sizes = [32, 48, 64, 96, 128, 160, 192, 224];

/** Step 2: which network, and how. */
export function NetworkSection() {
  const { network, imageSize, epochs, seed } = settings.value;
  const busy = progress.value !== undefined;
  return (
    <Section id="network" title="2. Network">
      <fieldset class="kinds" disabled={busy}>
        <legend>Kind</legend>
        {kinds.map(({ kind, name, text }) => (
          <label key={kind} class={kind === network ? 'kind chosen' : 'kind'}>
            <input
              type="radio"
              name="network"
              value={kind}
              checked={kind === network}
              onChange={() =>
                changeSettings({ network: kind, ...(kind === 'backbone' ? { imageSize: 160 } : {}) })
              }
            />
            <span>
              <strong>{name}</strong>
              <span class="hint">{text}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {network === 'backbone' && <BackboneFields disabled={busy} />}
      <fieldset class="row" disabled={busy}>
        <label class="field">
          Picture size
          <select
            value={imageSize}
            onChange={({ currentTarget }) => changeSettings({ imageSize: Number(currentTarget.value) })}
          >
            {sizes.map((size) => (
              <option key={size} value={size}>
                {size} × {size}
              </option>
            ))}
          </select>
        </label>
        <NumberField
          label="Epochs"
          value={epochs}
          min={1}
          max={1000}
          onChange={(value) => changeSettings({ epochs: value })}
        />
        <NumberField
          label="Seed"
          value={seed}
          min={0}
          max={2 ** 32 - 1}
          onChange={(value) => changeSettings({ seed: value })}
        />
      </fieldset>
    </Section>
  );
}
