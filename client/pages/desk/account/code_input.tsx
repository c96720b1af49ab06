/** A field for a code: digits where it is an app's, and phones fill it in where they can. */
interface Props {
  label: string;
  digits: boolean;
  value: string;
  onValue: (value: string) => void;
}

export function CodeInput({ label, digits, value, onValue }: Props) {
  return (
    <div class="field">
      <label for="code">{label}</label>
      <input
        id="code"
        name="code"
        type="text"
        class="code-input"
        inputMode={digits ? "numeric" : "text"}
        autocomplete="one-time-code"
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        maxLength={32}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </div>
  );
}
