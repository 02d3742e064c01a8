/**
 * Under which an address of ours is found before its tenant is known. Two tenants may have one number plan behind one session
 * border controller: there the trunk tells them apart. A `;` stands in no number and no mail address.
 */
export const addressKeyOf = (address: string, trunk: string | null): string =>
  trunk === null ? address : `${address};trunk=${trunk.toLowerCase()}`;
