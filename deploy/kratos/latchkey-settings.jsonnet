// What Kratos sends Latchkey before it stores a change of a user's settings. Newer versions of Kratos name the session
// here. With 1.3.1, Latchkey has to ask for it, by the session cookie: no other cookie is forwarded.
function(ctx)
  local named = std.objectHas(ctx, 'session') && ctx.session != null;
  local cookie = 'ory_kratos_session';  // session.cookie.name
  {
    flow_id: ctx.flow.id,
    flow_type: ctx.flow.type,
    identity_id: ctx.identity.id,
    [if named then 'session_id']: ctx.session.id,
    [if !named && std.objectHas(ctx.request_cookies, cookie) then 'session_cookie']: cookie + '=' + ctx.request_cookies[cookie],
  }
