using System.CommandLine.Parsing;
using System.Globalization;

namespace Usher.Server.Cli;

/// <summary>Reads whole numbers, and says in people's words what is none.</summary>
internal static class WholeNumber
{
    public static int Parse(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            argument.AddError($"{NameOf(argument)} must be a whole number, not '{text}'");
        }

        return number;
    }

    /// <summary>The number of something that is stored.</summary>
    public static long? ParseId(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0)
        {
            return id;
        }

        argument.AddError($"{NameOf(argument)} must be a whole number of at least 1, not '{text}'");
        return null;
    }

    private static string NameOf(ArgumentResult argument) =>
        argument.Parent is OptionResult option ? option.Option.Name : argument.Argument.Name;
}
