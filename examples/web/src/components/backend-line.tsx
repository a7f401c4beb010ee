import type { BackendInfo } from '@imgclf/runtime/browser';
import { backend } from '../state/engine';

/** What the page computes on. */
export function BackendLine() {
  const info = backend.value;
  if (info === undefined) return <p class="backend">Starting …</p>;
  const threads = info.threads > 1 ? `, ${info.threads} threads` : '';
  return (
    <p class="backend" data-backend={info.name}>
      Ready: computes with <strong>{info.name}</strong> on {info.device}
      {threads}.{info.name === 'cpu' && ` That is slow. WebAssembly is not in use: ${reasonOf(info)}`}
    </p>
  );
}

function reasonOf({ passedOver }: BackendInfo): string | undefined {
  return passedOver.find(({ name }) => name === 'wasm')?.reason;
}
