import type { Tensor } from '@tensorflow/tfjs-core';
import type { GeneratedDataset } from '../../generator/generated-dataset';
import { ImageDataGenerator as BaseGenerator } from '../../generator/image-data-generator';
import { type DirectoryFlowOptions, flowFromDirectory } from './flow-from-directory';
import { flowFromRecords, type RecordFlowOptions } from './flow-from-records';
import type { ImageRecord } from './records';

/** Keras's legacy generator with what reads files: see the class of this name in the root entry. */
export class ImageDataGenerator extends BaseGenerator {
  /**
   * Makes a dataset of augmented batches from a folder with a subfolder for each class; one pass is an epoch. A folder
   * without images gives a dataset of length 0, as in Keras.
   *
   * @throws {InvalidArgumentError} when an option is out of range
   * @throws {FileNotFoundError} when the folder, or one of `classes`, does not exist
   * @example
   * const generator = new ImageDataGenerator({ rescale: 1 / 255, horizontalFlip: true });
   * const training = await generator.flowFromDirectory('train', { targetSize: [300, 300], classMode: 'sparse' });
   */
  flowFromDirectory(directory: string, options: DirectoryFlowOptions = {}): Promise<GeneratedDataset> {
    return flowFromDirectory(this, directory, options);
  }

  /**
   * Makes a dataset of augmented batches from records with a file name and a class, such as the rows of a table: what
   * `flow_from_dataframe` does in Keras. With `classMode: 'multiOutput'` a batch's `ys` is a list.
   *
   * @throws {InvalidArgumentError} when an option is out of range, or a record lacks a field
   * @example
   * const rows = [{ filename: '1.jpg', class: 'cat' }, { filename: '2.jpg', class: 'dog' }];
   * const training = await generator.flowFromRecords(rows, { directory: 'train', classMode: 'binary' });
   */
  flowFromRecords(
    records: readonly ImageRecord[],
    options: RecordFlowOptions & { classMode: 'multiOutput' },
  ): Promise<GeneratedDataset<Tensor[]>>;
  flowFromRecords(records: readonly ImageRecord[], options?: RecordFlowOptions): Promise<GeneratedDataset>;
  flowFromRecords(
    records: readonly ImageRecord[],
    options: RecordFlowOptions = {},
  ): Promise<GeneratedDataset<Tensor | Tensor[]>> {
    return flowFromRecords(this, records, options);
  }
}
