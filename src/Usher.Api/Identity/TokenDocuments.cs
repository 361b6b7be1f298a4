using System.ComponentModel;
using Usher.Http.Errors;

namespace Usher.Api.Identity;

/// <summary>What opens the API for a person.</summary>
internal sealed record TokenDocument
{
    [Description("A JWT to send as `Authorization: Bearer …`. Whoever has it is let in; keep it in memory only.")]
    public required string AccessToken { get; init; }

    [Wire(Values = ["Bearer"])]
    public required string TokenType { get; init; }

    [Description("After how many seconds the access token expires.")]
    public required int ExpiresIn { get; init; }

    [Description("Gets the next access token, once: the response contains the next refresh token.")]
    public required string RefreshToken { get; init; }
}

/// <summary>The public halves of the keys that sign access tokens (RFC 7517).</summary>
internal sealed record KeySetDocument
{
    [Description("All keys that are believed; a token names its key by `kid`.")]
    public required PublicKeyDocument[] Keys { get; init; }
}

/// <summary>A public key.</summary>
internal sealed record PublicKeyDocument
{
    [Wire(Values = ["EC"])]
    public required string Kty { get; init; }

    [Wire(Values = ["sig"])]
    public required string Use { get; init; }

    [Wire(Values = ["ES256"])]
    public required string Alg { get; init; }

    [Wire(Values = ["P-256"])]
    public required string Crv { get; init; }

    [Description("The thumbprint of the key (RFC 7638).")]
    public required string Kid { get; init; }

    public required string X { get; init; }

    public required string Y { get; init; }
}
