/** Kratos' pages for accounts and passwords, which lead back to an address of this application. */
export const flow = (kratosUrl, name, address) =>
  `${kratosUrl}/self-service/${name}/browser?return_to=${encodeURIComponent(address)}`;
