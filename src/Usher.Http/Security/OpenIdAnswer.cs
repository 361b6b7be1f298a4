using System.Security.Claims;

namespace Usher.Http.Security;

/// <summary>What the framework's handler of OpenID Connect has found out about a request from the provider.</summary>
/// <param name="Principal">Whom the provider speaks of, after all of its token was verified; null: it failed.</param>
/// <param name="ReturnUrl">Where the browser wanted to go, as it was sealed when it left.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record OpenIdAnswer(ClaimsPrincipal? Principal, string? ReturnUrl, Exception? Failure);
