// Backends that are not installed are left to be missed when the page runs.
module.exports = {
  mode: 'production',
  entry: './main.js',
  target: ['web', 'es2022'],
  externalsType: 'import',
  externals: ['@tensorflow/tfjs-backend-webgl', '@tensorflow/tfjs-backend-webgpu'],
  performance: { hints: false },
};
