/** The firefly, drawn as in webapp/templates/firefly.svg. */
export function Firefly() {
  return (
    <svg viewBox="6 6 52 52" aria-hidden="true" focusable="false">
      <circle cx="32" cy="43" r="15" fill="#ffd93b" opacity=".3" />
      <path d="M28.5 16.5 24 10.5M35.5 16.5 40 10.5" fill="none" stroke="currentColor" stroke-width="2" />
      <path
        d="M31 25C24 17 13 16 9.5 22.5 8 28 19 33 30 30zM33 25c7-8 18-9 21.5-2.5C56 28 45 33 34 30z"
        fill="currentColor"
        opacity=".4"
      />
      <circle cx="32" cy="20" r="5" fill="currentColor" />
      <path d="M27 26.5h10l1 7H26z" fill="currentColor" />
      <path d="M25.8 35h12.4c1.3 8-2.2 15.5-6.2 18-4-2.5-7.5-10-6.2-18z" fill="#ffd93b" />
    </svg>
  );
}
