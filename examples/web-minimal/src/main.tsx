import { initBackend } from '@imgclf/runtime/browser';
import { createRoot } from 'react-dom/client';
import { PictureClassifier } from './picture-classifier';

await initBackend({ wasmPaths: './wasm/' });
createRoot(document.getElementById('root') as HTMLElement).render(<PictureClassifier />);
