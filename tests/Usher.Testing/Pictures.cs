using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace Usher.Testing;

/// <summary>Pictures as somebody brings them.</summary>
internal static class Pictures
{
    /// <summary>A picture whose left half is red and whose right half is clear.</summary>
    public static byte[] Draw(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var picture = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using (var canvas = new SKCanvas(picture))
        using (var red = new SKPaint())
        {
            canvas.Clear(SKColors.Transparent);
            red.Color = SKColors.Red;
            canvas.DrawRect(0, 0, width / 2f, height, red);
        }

        using var data = picture.Encode(format, quality: 100);
        return data.ToArray();
    }

    /// <summary>A PNG of noise, which no compression makes smaller.</summary>
    public static byte[] Noise(int width, int height)
    {
        using var picture = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var random = new Random(7);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                picture.SetPixel(x, y, new SKColor((uint)random.Next() | 0xff000000));
            }
        }

        using var data = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    /// <summary>A PNG that says at its beginning that it is so large, and has nothing else.</summary>
    public static byte[] PngOfSize(uint width, uint height)
    {
        var file = Draw(1, 1);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(20), height);
        var sum = Sum(file.AsSpan(12, 17));
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), sum);
        return file;
    }

    /// <summary>A PNG with a text in it.</summary>
    public static byte[] WithText(byte[] png, string text)
    {
        byte[] chunk = [.. "tEXt"u8, .. "Author\0"u8, .. Encoding.Latin1.GetBytes(text)];
        var framed = new byte[chunk.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(framed, chunk.Length - 4);
        chunk.CopyTo(framed, 4);
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(chunk.Length + 4), Sum(chunk));
        // Behind the header, which is always as long.
        return [.. png[..33], .. framed, .. png[33..]];
    }

    /// <summary>A JPEG that says how the camera was held (Exif, tag 0x0112).</summary>
    public static byte[] Held(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            .. "Exif\0\0"u8, .. "II"u8, 42, 0, 8, 0, 0, 0,
            1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    // PNG, annex D.
    private static uint Sum(ReadOnlySpan<byte> data)
    {
        var sum = uint.MaxValue;
        foreach (var one in data)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xedb88320);
            }
        }

        return ~sum;
    }
}
