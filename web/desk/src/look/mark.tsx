/** The sign of Switchboard. */
export const Mark = ({ size }: { readonly size: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
    <rect width="32" height="32" rx="8" fill="#3b4bd8" />
    <path d="M8 11h16M8 16h16M8 21h16" stroke="#fff" strokeWidth="2" strokeLinecap="round" />
    <circle cx="13" cy="11" r="3" fill="#fff" />
    <circle cx="20" cy="16" r="3" fill="#fff" />
    <circle cx="11" cy="21" r="3" fill="#fff" />
  </svg>
);
