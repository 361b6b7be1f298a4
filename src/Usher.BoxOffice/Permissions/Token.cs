using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Usher.BoxOffice.Permissions;

/// <summary>
/// A secret that is given to somebody once and stored as its hash only: 256 random bits, which nobody guesses, so that
/// a plain SHA-256 is enough.
/// </summary>
public static class Token
{
    /// <summary>How long a token is, in characters.</summary>
    public const int Chars = 43;

    private const int Bytes = 32;

    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
