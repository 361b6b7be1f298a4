using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Usher.Engine.Database;
using Usher.Pages.Desk.SignIn;

namespace Usher.Pages.Desk;

/// <summary>
/// Signs what a browser keeps for the desk (HMAC-SHA256), with a secret of the database, so that every process takes
/// what another one signed. What was signed under another key of the desk is not accepted any more.
/// </summary>
public sealed class DeskSeal(DataSources data, DeskKey key)
{
    private const int SecretBytes = 32;

    private readonly SharedSecret _secret = new(
        data, "desk_seal", () => RandomNumberGenerator.GetBytes(SecretBytes));

    /// <param name="purpose">What the text is for; it is not accepted for anything else.</param>
    /// <param name="text">What to sign.</param>
    /// <param name="ct">Cancels reading the secret.</param>
    public async ValueTask<string> SignAsync(string purpose, string text, CancellationToken ct) =>
        $"{text}.{Base64Url.EncodeToString(await MacAsync(purpose, text, ct))}";

    /// <summary>The text that was signed; null if nobody here signed that.</summary>
    public async ValueTask<string?> OpenAsync(string purpose, string? sealedText, CancellationToken ct)
    {
        var dot = sealedText?.LastIndexOf('.') ?? -1;
        if (dot < 0)
        {
            return null;
        }

        var text = sealedText![..dot];
        var mac = Base64Url.EncodeToString(await MacAsync(purpose, text, ct));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(sealedText[(dot + 1)..])) ? text : null;
    }

    private async ValueTask<byte[]> MacAsync(string purpose, string text, CancellationToken ct)
    {
        var mark = Convert.ToHexStringLower(await key.MarkAsync(ct));
        return HMACSHA256.HashData(
            await _secret.GetAsync(ct), Encoding.UTF8.GetBytes($"{purpose}\n{mark}\n{text}"));
    }
}
