import { labelFromFolder } from '@imgclf/data';
import { imageFilesFromDrop, imageFilesFromInput } from '@imgclf/data/browser';
import { attempt } from '../state/notices';
import { addFiles } from '../state/pictures';
import { DropTarget } from './drop-target';

/** Files that systems leave in folders are no mistake of anyone. */
const filter = (path: string) => !/(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini)$/i.test(path);

/** Takes folders of pictures, dropped or chosen. */
export function DropZone() {
  return (
    <DropTarget class="large" onDrop={takeDropped}>
      <p>
        <strong>Drop folders here</strong>, or choose them one after the other.
      </p>
      <label class="button">
        Choose a folder
        <input
          type="file"
          class="hidden-input"
          data-testid="folder"
          multiple
          {...{ webkitdirectory: true }}
          onChange={({ currentTarget }) => {
            const files = imageFilesFromInput(currentTarget.files ?? [], { filter });
            attempt(() => addFiles(files, labelFromFolder));
            currentTarget.value = '';
          }}
        />
      </label>
    </DropTarget>
  );
}

function takeDropped(dropped: DataTransfer): void {
  const found = imageFilesFromDrop(dropped, { filter });
  attempt(async () => addFiles(await found, labelFromFolder));
}
