using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Usher.Api.Shows;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Server.Cli;

/// <summary>Reads shows from a file, in the API's format and by its rules.</summary>
internal static class ShowsFile
{
    private const int ShowsMax = 10_000;
    private const long BytesMax = 64 * 1024 * 1024;
    private const int MistakesMax = 20;

    /// <exception cref="CommandException">The file cannot be read or is no JSON.</exception>
    /// <exception cref="OptionsValidationException">Shows in it are wrong: each by its place and field.</exception>
    public static List<NewShow> Read(string file, DateTime now)
    {
        using var document = Parse(file);
        var root = document.RootElement;
        var elements = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToList() : [root];
        if (elements.Count is 0 or > ShowsMax)
        {
            throw new CommandException($"{file} contains {elements.Count:N0} shows; one import can have 1 to "
                + $"{ShowsMax:N0}.");
        }

        var shows = new List<NewShow>(elements.Count);
        var mistakes = new List<string>();
        foreach (var (index, element) in elements.Index())
        {
            var errors = new FieldErrors();
            if (NewShowBody.Read(Encoding.UTF8.GetBytes(element.GetRawText()), errors)?.ToNewShow() is { } show)
            {
                shows.Add(show);
                // What a stored plan says is known once the plan is.
                errors.With(show.PlanId is null ? show.Problems(now) : []);
            }

            var place = root.ValueKind == JsonValueKind.Array ? $"{file}[{index}]" : file;
            mistakes.AddRange(Describe(errors).Select(mistake => $"{place}: {mistake}"));
        }

        return mistakes.Count == 0 ? shows : throw Refused(file, mistakes);
    }

    /// <summary>What is wrong with one of its shows by the rules.</summary>
    public static OptionsValidationException Wrong(string file, int index, FieldErrors errors) =>
        Refused(file, Describe(errors).Select(mistake => $"{file}[{index}]: {mistake}"));

    private static OptionsValidationException Refused(string file, IEnumerable<string> mistakes) =>
        new(file, typeof(NewShow), [.. mistakes.Take(MistakesMax), "nothing was created."]);

    private static JsonDocument Parse(string file)
    {
        if (Directory.Exists(file))
        {
            throw new CommandException($"{file} is a folder; give a file of shows.");
        }

        try
        {
            var text = File.ReadAllBytes(Smaller(file));
            return text.Length > 0 ? JsonDocument.Parse(text)
                : throw new CommandException($"{file} is empty; it must contain one show, or an array of shows.");
        }
        catch (JsonException e)
        {
            throw new CommandException(
                $"{file} is not JSON, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {e.Message}");
        }
    }

    private static string Smaller(string file) => new FileInfo(file).Length <= BytesMax ? file
        : throw new CommandException($"{file} is larger than {BytesMax / 1024 / 1024} MiB; split it.");

    private static IEnumerable<string> Describe(FieldErrors errors)
    {
        if (errors.Body is { } body)
        {
            yield return body;
        }

        foreach (var (field, messages) in errors.ToDocument() ?? [])
        {
            yield return $"{field} {string.Join("; ", messages)}";
        }
    }
}
