using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using SkiaSharp;
using Usher.BoxOffice.Organizations;
using Usher.Testing;

namespace Usher.Tests.Organizations;

/// <summary>Files of all kinds, as they come.</summary>
public sealed class LogoReaderTests
{
    private const string Foreign = "nothing of this may be seen";

    private static readonly LogoReader Reader = new(Options.Create(new LogoOptions()));

    private static readonly byte[][] Good =
    [
        Pictures.Draw(60, 40), Pictures.Draw(60, 40, SKEncodedImageFormat.Jpeg),
        Pictures.Draw(60, 40, SKEncodedImageFormat.Webp),
    ];

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 100, 40, 100, 40)]
    [InlineData(SKEncodedImageFormat.Jpeg, 1024, 256, 512, 128)]
    [InlineData(SKEncodedImageFormat.Webp, 300, 900, 171, 512)]
    [InlineData(SKEncodedImageFormat.Png, 4096, 1, 512, 1)]
    [InlineData(SKEncodedImageFormat.Png, 1, 1, 1, 1)]
    public async Task A_picture_becomes_a_png_of_its_proportions(
        SKEncodedImageFormat format, int width, int height, int widthAfter, int heightAfter)
    {
        var image = await ReadyAsync(Pictures.Draw(width, height, format));

        (image.Logo.Width, image.Logo.Height).ShouldBe((widthAfter, heightAfter));
        using var drawn = SKBitmap.Decode(image.Png);
        (drawn.Width, drawn.Height).ShouldBe((widthAfter, heightAfter));
        image.Png.AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        image.Logo.Hash.Length.ShouldBe(32);
    }

    [Fact]
    public async Task What_is_clear_stays_clear_and_colours_stay_what_they_are()
    {
        using var drawn = SKBitmap.Decode((await ReadyAsync(Pictures.Draw(800, 400))).Png);

        drawn.GetPixel(10, 100).ShouldBe(SKColors.Red);
        drawn.GetPixel(500, 100).Alpha.ShouldBe((byte)0);
    }

    [Fact]
    public async Task The_same_picture_has_the_same_address_and_another_one_another()
    {
        var first = (await ReadyAsync(Good[0])).Logo;

        (await ReadyAsync(Good[0])).Logo.ShouldBe(first);
        (await ReadyAsync(Pictures.Draw(61, 40))).Logo.Hash.ShouldNotBe(first.Hash);
    }

    [Fact]
    public async Task Nothing_but_the_picture_is_kept()
    {
        byte[][] files =
        [
            Pictures.WithText(Good[0], Foreign),
            .. Good.Select(file => (byte[])[.. file, .. Encoding.UTF8.GetBytes($"<script>{Foreign}</script>")]),
            [.. Good[0], .. Good[1], .. Encoding.UTF8.GetBytes(Foreign)],
        ];
        foreach (var file in files)
        {
            var png = (await ReadyAsync(file)).Png;
            Encoding.Latin1.GetString(png).ShouldNotContain(Foreign);
            Chunks(png).Except(["IHDR", "sRGB", "sBIT", "IDAT", "IEND"]).ShouldBeEmpty();
        }
    }

    // Where the red half is, given on which side it was and how the camera was held.
    [Theory]
    [InlineData(1, "left")]
    [InlineData(2, "right")]
    [InlineData(3, "right")]
    [InlineData(4, "left")]
    [InlineData(5, "top")]
    [InlineData(6, "top")]
    [InlineData(7, "bottom")]
    [InlineData(8, "bottom")]
    public async Task A_photograph_stands_upright(byte orientation, string side)
    {
        var file = Pictures.Held(Pictures.Draw(64, 32, SKEncodedImageFormat.Jpeg), orientation);

        using var drawn = SKBitmap.Decode((await ReadyAsync(file)).Png);

        (drawn.Width, drawn.Height).ShouldBe(orientation < 5 ? (64, 32) : (32, 64));
        var (x, y) = (drawn.Width / 2, drawn.Height / 2);
        var red = new Dictionary<string, SKColor>(StringComparer.Ordinal)
        {
            ["left"] = drawn.GetPixel(2, y),
            ["right"] = drawn.GetPixel(drawn.Width - 3, y),
            ["top"] = drawn.GetPixel(x, 2),
            ["bottom"] = drawn.GetPixel(x, drawn.Height - 3),
        };
        red[side].Red.ShouldBeGreaterThan((byte)200);
        red[Opposite(side)].Red.ShouldBeLessThan((byte)50);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("GIF89a\u0001\0\u0001\0\0\0\0;")]
    [InlineData("BM and so on")]
    [InlineData("%PDF-1.7")]
    [InlineData("RIFF1234WEBPVP8X and nothing else behind it")]
    [InlineData("<!doctype html>")]
    public async Task Other_files_are_refused_with_what_to_do(string text) =>
        (await RefusedAsync(Encoding.Latin1.GetBytes(text))).ShouldStartWith(
            text.StartsWith("RIFF", StringComparison.Ordinal) ? "has " : "must be a PNG, JPEG or WebP file");

    [Theory]
    [InlineData(4097, 1, true)]
    [InlineData(1, 4097, true)]
    [InlineData(4000, 2501, true)]
    [InlineData(0x7fffffff, 0x7fffffff, true)]
    [InlineData(0xffffffff, 0xffffffff, true)]
    [InlineData(4000, 2500, false)]
    [InlineData(0, 10, false)]
    public async Task A_picture_that_would_take_too_much_memory_is_refused_by_its_header(
        uint width, uint height, bool isTooLarge)
    {
        var problem = await RefusedAsync(Pictures.PngOfSize(width, height));

        problem.Contains("Make it smaller", StringComparison.Ordinal).ShouldBe(isTooLarge, problem);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task Other_kinds_say_how_large_they_are_too(SKEncodedImageFormat format) =>
        (await RefusedAsync(Pictures.Draw(4100, 8, format))).ShouldStartWith("has 4100 × 8 pixels");

    [Fact]
    public async Task A_file_with_too_many_bytes_is_not_looked_at()
    {
        var reader = new LogoReader(Options.Create(new LogoOptions { FileBytesMax = 2048 }));

        (await reader.ReadAsync(Pictures.Noise(40, 40), CancellationToken.None))
            .ShouldBeOfType<LogoReading.Refused>().Problem.ShouldStartWith("is larger than 2 KiB");
    }

    [Fact]
    public async Task Half_a_file_is_no_logo()
    {
        foreach (var file in Good)
        {
            (await RefusedAsync(file[..(file.Length * 2 / 3)])).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Whatever_the_bytes_are_there_is_an_answer_and_a_logo_is_a_small_png() =>
        Prop.ForAll(Files.ToArbitrary(), file =>
        {
            // It neither waits nor fails: one at a time is here.
            switch (Reader.ReadAsync(file, CancellationToken.None).GetAwaiter().GetResult())
            {
                case LogoReading.Ready(var image):
                    image.Logo.Width.ShouldBeInRange(1, LogoImage.SidePixelsMax);
                    image.Logo.Height.ShouldBeInRange(1, LogoImage.SidePixelsMax);
                    Chunks(image.Png).Last().ShouldBe("IEND");
                    break;
                case LogoReading.Refused(var problem):
                    problem.ShouldNotBeEmpty();
                    break;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));

    // Good files that were cut, changed in some places, or glued to others; and what begins like one.
    private static Gen<byte[]> Files => Gen.OneOf(
        from file in Gen.Elements(Good)
        from length in Gen.Choose(0, file.Length)
        select file[..length],
        from file in Gen.Elements(Good)
        from changes in Gen.Choose(0, 1 << 24).NonEmptyListOf()
        select Changed(file, changes),
        from file in Gen.Elements(Good)
        from other in Gen.Elements(Good)
        from at in Gen.Choose(0, file.Length)
        from skip in Gen.Choose(0, other.Length)
        select (byte[])[.. file[..at], .. other[skip..]],
        from begin in Gen.Elements(Good.Select(file => file[..12]).Append([]).ToArray())
        from rest in Gen.Choose(0, 255).Select(one => (byte)one).ArrayOf()
        select (byte[])[.. begin, .. rest]);

    private static byte[] Changed(byte[] file, IEnumerable<int> changes)
    {
        var changed = (byte[])file.Clone();
        foreach (var change in changes)
        {
            changed[change / 256 % changed.Length] = (byte)change;
        }

        return changed;
    }

    private static string Opposite(string side) => side switch
    {
        "left" => "right",
        "right" => "left",
        "top" => "bottom",
        _ => "top",
    };

    private static IEnumerable<string> Chunks(byte[] png)
    {
        for (var at = 8; at < png.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
        {
            yield return Encoding.ASCII.GetString(png, at + 4, 4);
        }
    }

    private static async Task<LogoImage> ReadyAsync(byte[] file) =>
        (await Reader.ReadAsync(file, CancellationToken.None)).ShouldBeOfType<LogoReading.Ready>().Image;

    private static async Task<string> RefusedAsync(byte[] file) =>
        (await Reader.ReadAsync(file, CancellationToken.None)).ShouldBeOfType<LogoReading.Refused>().Problem;
}
