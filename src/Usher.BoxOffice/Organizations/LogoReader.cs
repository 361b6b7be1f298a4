using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Usher.BoxOffice.Organizations;

/// <summary>What came of reading a file as a logo.</summary>
public abstract record LogoReading
{
    private LogoReading()
    {
    }

    /// <summary>It can be stored.</summary>
    public sealed record Ready(LogoImage Image) : LogoReading;

    /// <summary>It cannot be a logo.</summary>
    /// <param name="Problem">Why, and what to do, as the end of a sentence that begins with the file.</param>
    public sealed record Refused(string Problem) : LogoReading;
}

/// <summary>Makes logos of files that people send: one at a time, for each may take 120 MB for a moment.</summary>
[SuppressMessage("Design", "CA1001", Justification = "without a wait handle a semaphore has nothing to let go")]
public sealed class LogoReader(IOptions<LogoOptions> options)
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Reads a file, whatever its bytes are.</summary>
    /// <param name="file">As it was sent.</param>
    /// <param name="ct">Ends the wait for others.</param>
    public async Task<LogoReading> ReadAsync(ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        if (Check(file.Span, options.Value, out var header) is { } problem)
        {
            return new LogoReading.Refused(problem);
        }

        await _turn.WaitAsync(ct);
        try
        {
            return LogoImage.Decode(file.Span, header) is { } image
                ? new LogoReading.Ready(image)
                : new LogoReading.Refused("is damaged or incomplete; save it again as a PNG, and upload that");
        }
        finally
        {
            _turn.Release();
        }
    }

    // Everything that can be known before a pixel is decoded.
    private static string? Check(ReadOnlySpan<byte> file, LogoOptions limits, out ImageHeader header)
    {
        header = default;
        if (file.Length > limits.FileBytesMax)
        {
            return TooLarge(limits);
        }

        if (ImageHeader.Read(file) is not { } found)
        {
            return "must be a PNG, JPEG or WebP file; save the picture as one of these, and upload that";
        }

        header = found;
        return found.Width > limits.SidePixelsMax || found.Height > limits.SidePixelsMax
            || (long)found.Width * found.Height > limits.PixelsMax
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"has {found.Width} × {found.Height} pixels; it may have {limits.SidePixelsMax} on a side and "
                    + $"{limits.PixelsMax:N0} in all. Make it smaller: {LogoImage.SidePixelsMax} on a side are enough")
                : null;
    }

    /// <summary>What is said of a file that has too many bytes.</summary>
    public static string TooLarge(LogoOptions limits) => string.Create(
        CultureInfo.InvariantCulture,
        $"is larger than {limits.FileBytesMax / 1024} KiB; make the picture smaller, or save it as a JPEG");
}
