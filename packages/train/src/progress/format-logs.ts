import type { Logs } from '../logs/logs';

/** `accuracy: 0.8812 - loss: 0.4321`, in Keras's notation: four decimals, or an exponent below a thousandth. */
export function formatLogs(logs: Logs): string {
  return Object.entries(logs)
    .map(([key, value]) => `${key}: ${formatValue(value)}`)
    .join(' - ');
}

/** Four decimals; four decimals and an exponent where they would show little. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value).toLowerCase();
  if (value === 0 || Math.abs(value) > 1e-3) return value.toFixed(4);
  return value.toExponential(4);
}

/** `85s`, `3m 05s` or `2h 10m`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 100) return `${whole}s`;
  if (whole < 6000) return `${Math.floor(whole / 60)}m ${pad(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h ${pad(Math.floor((whole % 3600) / 60))}m`;
}

/** `1.4ms/step` or `2.1s/step`, with three significant digits. */
export function formatStepTime(secondsPerStep: number): string {
  if (!Number.isFinite(secondsPerStep)) return '';
  if (secondsPerStep >= 1) return `${secondsPerStep.toPrecision(3)}s/step`;
  return `${(secondsPerStep * 1000).toPrecision(3)}ms/step`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
