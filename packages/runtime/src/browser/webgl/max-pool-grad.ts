import { backend_util, type KernelFunc, type MaxPoolGradAttrs, type TensorInfo } from '@tensorflow/tfjs-core';

/** The backend, as far as we use it. */
interface WebglBackend {
  compileAndRun(program: Program, inputs: readonly TensorInfo[], dtype: 'float32'): TensorInfo;
}

/** A fragment shader that computes a tensor, one number a pixel. */
interface Program {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
}

/**
 * The gradient of max pooling, where the first of equal numbers takes it all, as in TensorFlow. TensorFlow.js gives it to
 * the last on this backend.
 */
export const maxPoolGrad: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as MaxPoolGradAttrs;
  const shape = input.shape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  return (backend as WebglBackend).compileAndRun(programOf(info), [dy, input], 'float32');
};

/** For each number of the input: whether it is the first largest in each window that it lies in. */
function programOf(info: backend_util.Conv2DInfo): Program {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const { inHeight, inWidth, outHeight, outWidth } = info;
  const userCode = `
    bool isFirst(int batch, int top, int left, int row, int column, int channel, float own) {
      for (int r = 0; r < ${filterHeight}; r++) {
        for (int c = 0; c < ${filterWidth}; c++) {
          int y = top + r;
          int x = left + c;
          if (y < 0 || y >= ${inHeight} || x < 0 || x >= ${inWidth}) continue;
          float other = getX(batch, y, x, channel);
          bool earlier = y < row || (y == row && x < column);
          if (other > own || (earlier && other == own)) return false;
        }
      }
      return true;
    }
    void main() {
      ivec4 coords = getOutputCoords();
      float own = getX(coords.x, coords.y, coords.z, coords.w);
      float sum = 0.0;
      for (int r = 0; r < ${filterHeight}; r++) {
        float outRow = float(coords.y + ${padInfo.top} - r) / ${strideHeight}.0;
        if (outRow < 0.0 || outRow >= ${outHeight}.0 || fract(outRow) > 0.0) continue;
        for (int c = 0; c < ${filterWidth}; c++) {
          float outColumn = float(coords.z + ${padInfo.left} - c) / ${strideWidth}.0;
          if (outColumn < 0.0 || outColumn >= ${outWidth}.0 || fract(outColumn) > 0.0) continue;
          if (isFirst(coords.x, coords.y - r, coords.z - c, coords.y, coords.z, coords.w, own))
            sum += getDy(coords.x, int(outRow), int(outColumn), coords.w);
        }
      }
      setOutput(sum);
    }`;
  return { variableNames: ['dy', 'x'], outputShape: info.inShape, userCode };
}
