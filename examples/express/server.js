// An Express application whose routes Latchkey protects. See README.md.
import express from 'express';
import { createLatchkey, createNonces } from 'latchkey-web/express';

const { LATCHKEY_URL, ISSUER, APP_URL, PORT } = process.env;
const nonces = createNonces();
const latchkey = createLatchkey({ url: LATCHKEY_URL, app: APP_URL, proofs: { issuer: ISSUER, audience: APP_URL, useNonce: nonces.use } });
const app = express();

app.post('/nonce', async (req, res) => {
  res.send(await nonces.create());
});

app.get('/', latchkey.require(), (req, res) => {
  res.send(`Hello ${req.latchkey.subject}\n`);
});

app.use('/files', latchkey.require(), (req, res) => {
  res.send(`${req.path} of ${req.latchkey.subject}\n`);
});

app.post('/transfer', latchkey.require({ level: 'aal2', maxAge: 300 }), (req, res) => {
  res.send(`Transferred for ${req.latchkey.subject} at ${req.latchkey.extra.level}\n`);
});

app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error;
  console.log('Listening on', PORT);
});
