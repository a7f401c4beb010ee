export { expectNoTensorLeak } from './expect-no-tensor-leak';
