const inPackage = (name, ...tests) => tests.map((test) => `packages/${name}/src/${test}`);

/** Tests of what TensorFlow.js computes: they run on graphics adapters too, which round differently and fail differently. */
const computing = [
  ...inPackage('preprocess', '{layers,steps,tensors}/**/*.test.ts'),
  ...inPackage('models', '{layers,transfer}/**/*.test.ts'),
  ...inPackage(
    'train',
    'losses/**/*.test.ts',
    'optimizers/**/*.test.ts',
    'evaluate/**/*.test.ts',
    'explain/**/*.test.ts',
    'step/{keras-networks,training-step}.test.ts',
  ),
];

/** The tests of each backend. What needs Node, or computes nothing, runs on WebAssembly alone or not at all. */
export const suites = {
  wasm: [
    ...computing,
    ...inPackage('runtime', '{errors,random,validation}/**/*.test.ts', 'platform/turn-upright.test.ts'),
    ...inPackage(
      'preprocess',
      '{color,labels,normalize}/**/*.test.ts',
      'resize/{blend-in-place,center-crop,resize-image,resize-tensor}.test.ts',
      'sampling/sample-images.test.ts',
      'process-image.test.ts',
    ),
    ...inPackage(
      'data',
      '{arrays,dataset,generator,idx,images,index,inspect,manifest}/**/*.test.ts',
      'browser/image-files.test.ts',
    ),
    ...inPackage(
      'models',
      '{classifier,format,networks,summary}/**/*.test.ts',
      'applications/imagenet/**/*.test.ts',
      'inference/fused-model.test.ts',
      'weights/{load-weights,tfjs-weights}.test.ts',
    ),
    ...inPackage('detect', '{breeds,dogs,picture}/**/*.test.ts', 'faces/blaze-face/decode-faces.test.ts'),
    ...inPackage(
      'train',
      '{batches,callbacks,metrics,predict,schedules,step}/**/*.test.ts',
      'fit/{fit,callbacks-in-fit,validation}.test.ts',
    ),
  ],
  webgl: computing,
  // Most tests read numbers at once, which WebGPU cannot.
  webgpu: [
    ...inPackage('models', 'transfer/transfer.test.ts'),
    ...inPackage('train', 'evaluate/**/*.test.ts', 'step/{keras-networks,training-step}.test.ts'),
  ],
};
