using System.Security.Cryptography;
using SkiaSharp;

namespace Usher.BoxOffice.Organizations;

/// <summary>
/// A logo as it is stored and sent: a PNG that was made here from somebody's file. Nothing of the file is in it but the
/// colours of its pixels.
/// </summary>
public sealed record LogoImage
{
    /// <summary>How many pixels a side of it has at most; a larger picture is made smaller in proportion.</summary>
    public const int SidePixelsMax = 512;

    private const int HashBytes = 16;

    // The colours that a browser takes those of a PNG without a word about them to be.
    private static readonly SKColorSpace Srgb = SKColorSpace.CreateSrgb();

    private LogoImage(byte[] png, int width, int height) => (Png, Logo) = (
        png,
        new OrganizationLogo(Convert.ToHexStringLower(SHA256.HashData(png).AsSpan(0, HashBytes)), width, height));

    /// <summary>Its bytes.</summary>
    public byte[] Png { get; }

    /// <summary>What is said of it.</summary>
    public OrganizationLogo Logo { get; }

    /// <summary>The logo that a file becomes; null: it is broken, or not what its header says.</summary>
    /// <param name="file">Whose size was found to be allowed.</param>
    /// <param name="header">What was read of it.</param>
    internal static LogoImage? Decode(ReadOnlySpan<byte> file, ImageHeader header)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        // Somebody else's reading of the same header must come to the same, or a file could be two pictures.
        if (codec is null || codec.EncodedFormat != FormatOf(header.Kind)
            || (codec.Info.Width, codec.Info.Height) != (header.Width, header.Height))
        {
            return null;
        }

        using var pixels = new SKBitmap();
        var info = new SKImageInfo(header.Width, header.Height, SKColorType.Rgba8888, SKAlphaType.Premul, Srgb);
        // Half a picture is none.
        if (!pixels.TryAllocPixels(info) || codec.GetPixels(info, pixels.GetPixels()) != SKCodecResult.Success)
        {
            return null;
        }

        // So that it is not copied to be drawn.
        pixels.SetImmutable();
        using var logo = Draw(pixels, codec.EncodedOrigin);
        using var png = logo.Encode(SKEncodedImageFormat.Png, quality: 100);
        return new LogoImage(png.ToArray(), logo.Width, logo.Height);
    }

    // Upright, as the camera was held, and no larger than it may be.
    private static SKImage Draw(SKBitmap pixels, SKEncodedOrigin origin)
    {
        var isTurned = origin >= SKEncodedOrigin.LeftTop;
        var (width, height) = isTurned ? (pixels.Height, pixels.Width) : (pixels.Width, pixels.Height);
        var scale = Math.Min(1f, (float)SidePixelsMax / Math.Max(width, height));
        var (across, down) = (Scaled(width, scale), Scaled(height, scale));
        using var surface = SKSurface.Create(
            new SKImageInfo(across, down, SKColorType.Rgba8888, SKAlphaType.Premul, Srgb));
        using var image = SKImage.FromBitmap(pixels);
        var canvas = surface.Canvas;
        canvas.Scale((float)across / width, (float)down / height);
        canvas.Concat(Upright(origin, pixels.Width, pixels.Height));
        canvas.DrawImage(
            image, 0, 0,
            scale < 1 ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear) : SKSamplingOptions.Default);
        return surface.Snapshot();
    }

    private static int Scaled(int side, float scale) => Math.Max(1, (int)MathF.Round(side * scale));

    // Exif, tag 0x0112: where the first row and the first column are.
    private static SKMatrix Upright(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static SKEncodedImageFormat FormatOf(ImageKind kind) => kind switch
    {
        ImageKind.Png => SKEncodedImageFormat.Png,
        ImageKind.Jpeg => SKEncodedImageFormat.Jpeg,
        _ => SKEncodedImageFormat.Webp,
    };
}
