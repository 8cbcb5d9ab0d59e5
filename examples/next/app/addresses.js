// Where Latchkey and Kratos are, for browsers and for this server. Only the server reads the environment.
export const addresses = () => ({
  latchkeyUrl: process.env.LATCHKEY_URL ?? 'http://localhost:4477',
  kratosUrl: process.env.KRATOS_URL ?? 'http://localhost:4433',
});
