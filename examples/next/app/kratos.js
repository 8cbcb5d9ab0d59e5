/** Kratos' pages for accounts and passwords, which lead back to a path of this application. In the browser only. */
export const flow = (kratosUrl, name, path) =>
  `${kratosUrl}/self-service/${name}/browser?return_to=${encodeURIComponent(location.origin + path)}`;
