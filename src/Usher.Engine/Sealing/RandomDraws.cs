using System.Security.Cryptography;

namespace Usher.Engine.Sealing;

/// <summary>
/// Random bytes of the system's strong source, drawn ahead by each thread: a draw costs as much as the cipher itself,
/// however few bytes it is for. No byte is given twice, and none stays behind when it has been given.
/// </summary>
internal static class RandomDraws
{
    private const int DrawBytes = 4_096;

    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _left;

    /// <summary>Fills a key or a nonce.</summary>
    /// <param name="target">At most 4,096 bytes.</param>
    public static void Fill(Span<byte> target)
    {
        var drawn = _drawn ??= new byte[DrawBytes];
        if (target.Length > _left)
        {
            RandomNumberGenerator.Fill(drawn);
            _left = DrawBytes;
        }

        _left -= target.Length;
        var next = drawn.AsSpan(_left, target.Length);
        next.CopyTo(target);
        next.Clear();
    }
}
