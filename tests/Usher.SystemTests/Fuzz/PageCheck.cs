namespace Usher.SystemTests.Fuzz;

/// <summary>What every page promises, whatever it shows: nothing that was sent becomes a part of it.</summary>
internal static class PageCheck
{
    /// <summary>Of <see cref="HostileTexts"/>: were they markup, they would be there as they are.</summary>
    private static readonly string[] Markup = ["<script>alert", "\"><img"];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    /// <summary>Null where the answer is no page.</summary>
    public static string? Fault(WireAnswer answer, bool isHead)
    {
        if (answer.Status is 303 && answer.Header("Location") is var to && !IsOwn(to))
        {
            return $"It leads away from here: {to}.";
        }

        if (answer.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is not true)
        {
            return null;
        }

        if (Headers.FirstOrDefault(header => answer.Header(header.Name) != header.Value) is { Name: { } missing })
        {
            return $"The header {missing} is missing or another one.";
        }

        // The latter where the address had a ticket in it.
        if (answer.Header("Referrer-Policy") is not ("same-origin" or "no-referrer"))
        {
            return "The header Referrer-Policy is missing or another one.";
        }

        if (answer.Header("Content-Security-Policy") is not { } policy
            || !policy.Contains("default-src 'none'", StringComparison.Ordinal))
        {
            return "The page may load anything.";
        }

        // A compressed body is for those who can read it; what is to be kept from others is never compressed.
        return isHead || answer.Header("Content-Encoding") is not null ? null : FaultOfText(answer.Text);
    }

    private static string? FaultOfText(string text) =>
        Markup.FirstOrDefault(part => text.Contains(part, StringComparison.OrdinalIgnoreCase)) is { } part
            ? $"What was sent became markup: {part}."
            : !text.TrimEnd().EndsWith("</html>", StringComparison.Ordinal) ? "The page is not whole." : null;

    private static bool IsOwn(string? location) =>
        location is ['/', ..] and not ['/', '/' or '\\', ..] && !location.Any(char.IsControl);
}
