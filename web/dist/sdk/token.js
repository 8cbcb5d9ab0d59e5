const t=new Map;export const tokenOf=e=>t.get(e);export function keepToken(e,n){n?t.set(e,n):t.delete(e)}
