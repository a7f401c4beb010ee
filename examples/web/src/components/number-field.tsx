interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** A whole number within limits; anything else is brought within them. */
export function NumberField({ label, value, min, max, onChange }: NumberFieldProps) {
  return (
    <label class="field">
      {label}
      <input
        type="number"
        inputMode="numeric"
        value={value}
        min={min}
        max={max}
        step={1}
        onChange={({ currentTarget }) => {
          const next = Math.min(max, Math.max(min, Math.round(currentTarget.valueAsNumber) || min));
          currentTarget.value = String(next);
          onChange(next);
        }}
      />
    </label>
  );
}
