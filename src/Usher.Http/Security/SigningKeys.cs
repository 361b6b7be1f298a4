using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Usher.Engine.Database;

namespace Usher.Http.Security;

/// <summary>A key that signs access tokens, and the public half of it as jwks.json says it (RFC 7517).</summary>
/// <param name="Key">Named by the thumbprint of its public half (RFC 7638), so that equal keys have equal names in
/// every process.</param>
/// <param name="X">Of its point, base64url.</param>
/// <param name="Y">Of its point, base64url.</param>
public sealed record SigningKey(ECDsaSecurityKey Key, string X, string Y)
{
    public string Id => Key.KeyId;

    internal static SigningKey Of(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        var thumbprint = SHA256.HashData(Encoding.UTF8.GetBytes(
            $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""));
        return new SigningKey(
            new ECDsaSecurityKey(key) { KeyId = Base64Url.EncodeToString(thumbprint) }, x, y);
    }
}

/// <summary>The keys of access tokens: the configured ones; in development without any, one that is made once for the
/// database.</summary>
public sealed class SigningKeys
{
    private readonly SharedSecret? _made;
    private IReadOnlyList<SigningKey>? _keys;

    public SigningKeys(IOptions<AuthOptions> options, DataSources data, IHostEnvironment environment)
    {
        if (options.Value.SigningKeys is { } setting && !string.IsNullOrWhiteSpace(setting))
        {
            _keys = [.. SigningKeyFiles.Read(setting, out _).Select(SigningKey.Of)];
        }
        else if (environment.IsDevelopment())
        {
            _made = new SharedSecret(data, "signing_key", MakePkcs8);
        }
        else
        {
            _keys = [];
        }
    }

    /// <summary>All keys that are believed, the one that signs first; empty: none are configured.</summary>
    public async ValueTask<IReadOnlyList<SigningKey>> GetAsync(CancellationToken ct)
    {
        if (_keys is { } known)
        {
            return known;
        }

        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(await _made!.GetAsync(ct), out _);
        return _keys = [SigningKey.Of(key)];
    }

    /// <summary>The key of this name, once <see cref="GetAsync"/> was called.</summary>
    internal SecurityKey? Find(string? id) => _keys?.FirstOrDefault(key => key.Id == id)?.Key;

    private static byte[] MakePkcs8()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}
