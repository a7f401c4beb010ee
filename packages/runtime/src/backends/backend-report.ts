import type { BackendInfo, BackendName } from './backend-info';

/** How one backend stands. */
export interface BackendStatus {
  readonly name: BackendName;
  readonly status: 'running' | 'passed over' | 'not tried';
  /** The device and threads of the running backend; why another was passed over; empty when it was not tried. */
  readonly detail: string;
}

/** Every backend of the environment, best first. */
export interface BackendReport {
  readonly backends: readonly BackendStatus[];
  /** The same as lines of text in columns. */
  readonly table: string;
}

/** @param names the environment's backends, best first */
export function backendReport(info: BackendInfo, names: readonly BackendName[]): BackendReport {
  const backends = names.map((name) => statusOf(name, info));
  const rows = [
    ['backend', 'status', 'detail'],
    ...backends.map(({ name, status, detail }) => [name, status, detail]),
  ];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1), 0];
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return { backends, table: rows.map((row) => line(row).trimEnd()).join('\n') };
}

function statusOf(name: BackendName, info: BackendInfo): BackendStatus {
  if (name === info.name) return { name, status: 'running', detail: runningDetail(info) };
  const passedOver = info.passedOver.find((other) => other.name === name);
  if (passedOver === undefined) return { name, status: 'not tried', detail: '' };
  return { name, status: 'passed over', detail: passedOver.reason };
}

function runningDetail({ device, threads, version }: BackendInfo): string {
  return `${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, TensorFlow.js ${version}`;
}
