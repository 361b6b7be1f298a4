using System.Net;
using System.Text;

namespace Usher.Bench.Reports;

/// <summary>A table under a heading; nothing where it has no rows.</summary>
internal static class HtmlTable
{
    /// <param name="heading">What it shows.</param>
    /// <param name="columns">Their names; without any there is no row of them.</param>
    /// <param name="rows">A name first, then its figures.</param>
    public static string Of(string heading, string[] columns, IEnumerable<string[]> rows)
    {
        var body = new StringBuilder();
        foreach (var row in rows)
        {
            body.Append($"<tr><th scope=row>{Text(row[0])}</th>");
            body.AppendJoin("", row.Skip(1).Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>\n");
        }

        if (body.Length == 0)
        {
            return "";
        }

        var head = columns.All(string.IsNullOrEmpty) ? ""
            : $"<thead><tr>{string.Concat(columns.Select(name => $"<th scope=col>{Text(name)}</th>"))}</tr></thead>\n";
        return $"""
            <h2>{Text(heading)}</h2>
            <div class=wide tabindex=0 role=region aria-label="{Text(heading)}"><table>
            {head}<tbody>
            {body}</tbody></table></div>

            """;
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
