import { version_layers } from '@tensorflow/tfjs-layers';
import { version } from '../version';
import type { ModelArtifacts } from './model-artifacts';

const maxShardBytes = 4 * 2 ** 20;

/**
 * Lays a model out as the files of TensorFlow.js's LayersModel format: weight shards of at most 4 MiB, then
 * `model.json`, which names them.
 *
 * @param prefix what the shards' names begin with
 * @returns file names with their bytes, `model.json` last
 */
export function modelFiles(artifacts: ModelArtifacts, prefix = 'weights'): Map<string, Uint8Array> {
  const { topology, weightSpecs, weightData, metadata } = artifacts;
  const count = Math.max(1, Math.ceil(weightData.length / maxShardBytes));
  const files = new Map<string, Uint8Array>();
  for (let i = 0; i < count; i++) {
    const shard = weightData.subarray(i * maxShardBytes, (i + 1) * maxShardBytes);
    files.set(`${prefix}-shard${i + 1}of${count}.bin`, shard);
  }
  const json = {
    format: 'layers-model',
    generatedBy: `TensorFlow.js tfjs-layers v${version_layers}`,
    convertedBy: `@imgclf/models ${version}`,
    modelTopology: topology,
    weightsManifest: [{ paths: [...files.keys()], weights: weightSpecs }],
    userDefinedMetadata: metadata,
  };
  return files.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
}
