/** The sizes of a convolution over NHWC images, in elements. `outputChannels = inputChannels * multiplier` for a depthwise one. */
export interface ConvGeometry {
  batch: number;
  inputHeight: number;
  inputWidth: number;
  inputChannels: number;
  filterHeight: number;
  filterWidth: number;
  outputHeight: number;
  outputWidth: number;
  outputChannels: number;
  strideHeight: number;
  strideWidth: number;
  /** 1: no gaps. */
  dilationHeight: number;
  dilationWidth: number;
  /** Rows of zeros above the input; those below follow from the output's height. */
  padTop: number;
  /** Columns of zeros left of the input; those right of it follow from the output's width. */
  padLeft: number;
}

/** The sizes of a pooling over NHWC images, in elements. Padding takes no part in maxima and means. */
export interface PoolGeometry {
  batch: number;
  inputHeight: number;
  inputWidth: number;
  channels: number;
  filterHeight: number;
  filterWidth: number;
  outputHeight: number;
  outputWidth: number;
  strideHeight: number;
  strideWidth: number;
  padTop: number;
  padLeft: number;
}
