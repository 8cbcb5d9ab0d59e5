// Where Latchkey and Kratos are, for browsers and for this server, and where browsers find this application. Only the server reads
// the environment. What a request says of its address is no substitute: proxies change it, and clients can make it up.
export const addresses = () => ({
  appUrl: process.env.APP_URL ?? 'http://localhost:5173',
  latchkeyUrl: process.env.LATCHKEY_URL ?? 'http://localhost:4477',
  kratosUrl: process.env.KRATOS_URL ?? 'http://localhost:4433',
});
