using System.Buffers.Binary;

namespace Usher.BoxOffice.Organizations;

/// <summary>The kinds of files that can become a logo.</summary>
internal enum ImageKind
{
    Png,
    Jpeg,
    Webp,
}

/// <summary>
/// What the first bytes of a file say of the picture in it. It is read here, without memory for a single pixel, so that
/// the decoder, which is native code, gets no file of another kind and none that would need more memory than allowed.
/// </summary>
internal readonly record struct ImageHeader(ImageKind Kind, int Width, int Height)
{
    // Starts of frames (ITU-T T.81, table B.1): baseline, extended and progressive, as browsers know them.
    private const byte BaselineFrame = 0xc0;
    private const byte ProgressiveFrame = 0xc2;
    private const byte StartOfScan = 0xda;
    private const byte EndOfImage = 0xd9;

    private static ReadOnlySpan<byte> PngBegin => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    private static ReadOnlySpan<byte> JpegBegin => [0xff, 0xd8, 0xff];

    /// <summary>The header; null: it is no such file, or its beginning is broken.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        var header = file.StartsWith(PngBegin) ? ReadPng(file)
            : file.StartsWith(JpegBegin) ? ReadJpeg(file)
            : file.StartsWith("RIFF"u8) ? ReadWebp(file)
            : null;
        return header is { Width: > 0, Height: > 0 } ? header : null;
    }

    // PNG, 11.2.2: IHDR comes first and has the size.
    private static ImageHeader? ReadPng(ReadOnlySpan<byte> file)
    {
        if (file.Length < 33 || !file[12..].StartsWith("IHDR"u8))
        {
            return null;
        }

        var (width, height) = (
            BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
        return new ImageHeader(ImageKind.Png, AtMost(width), AtMost(height));
    }

    // Segments, each with its length, until the frame's (T.81, B.1.1.4).
    private static ImageHeader? ReadJpeg(ReadOnlySpan<byte> file)
    {
        var at = 2;
        while (at + 4 <= file.Length && file[at] == 0xff)
        {
            var marker = file[at + 1];
            if (marker == 0xff)
            {
                at++;
                continue;
            }

            if (marker is >= BaselineFrame and <= ProgressiveFrame)
            {
                return at + 9 > file.Length ? null : new ImageHeader(
                    ImageKind.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (marker is StartOfScan or EndOfImage || length < 2)
            {
                return null;
            }

            at += 2 + length;
        }

        return null;
    }

    // RFC 9649: the extended form has the size of the canvas, the simple ones that of their only picture.
    private static ImageHeader? ReadWebp(ReadOnlySpan<byte> file)
    {
        if (file.Length < 30 || !file[8..].StartsWith("WEBP"u8))
        {
            return null;
        }

        var kind = file.Slice(12, 4);
        var data = file[20..];
        if (kind.SequenceEqual("VP8X"u8))
        {
            return new ImageHeader(ImageKind.Webp, 1 + ReadUInt24(data[4..]), 1 + ReadUInt24(data[7..]));
        }

        if (kind.SequenceEqual("VP8L"u8) && data[0] == 0x2f)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            return new ImageHeader(ImageKind.Webp, 1 + (int)(bits & 0x3fff), 1 + (int)((bits >> 14) & 0x3fff));
        }

        return kind.SequenceEqual("VP8 "u8) && data[3..].StartsWith([(byte)0x9d, (byte)0x01, (byte)0x2a])
            ? new ImageHeader(
                ImageKind.Webp, BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3fff,
                BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3fff)
            : null;
    }

    private static int ReadUInt24(ReadOnlySpan<byte> data) => data[0] | (data[1] << 8) | (data[2] << 16);

    private static int AtMost(uint value) => (int)Math.Min(value, int.MaxValue);
}
