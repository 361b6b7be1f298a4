namespace Usher.Tests.Tidy;

/// <summary>How long files may be: what is short can be read whole.</summary>
internal static class FileLengths
{
    public const int MedianLinesMax = 80;
    public const int Percentile90LinesMax = 250;
    public const int LinesMax = 500;

    public static IEnumerable<string> Violations(IEnumerable<SourceFile> files)
    {
        var byLength = files.OrderBy(file => file.Lines.Length).ToList();
        var middle = byLength[byLength.Count / 2];
        if (middle.Lines.Length > MedianLinesMax)
        {
            yield return middle.At(1, $"half of the files have {middle.Lines.Length} lines or more: {MedianLinesMax}");
        }

        foreach (var file in byLength.Skip((int)Math.Ceiling(byLength.Count * 0.9) - 1).Take(1))
        {
            if (file.Lines.Length > Percentile90LinesMax)
            {
                yield return file.At(
                    1, $"a tenth of the files have {file.Lines.Length} lines or more: {Percentile90LinesMax}");
            }
        }

        foreach (var file in byLength.Where(file => file.Lines.Length > LinesMax))
        {
            yield return file.At(1, $"{file.Lines.Length} lines; {LinesMax} is the limit");
        }
    }
}
