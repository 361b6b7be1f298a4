using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;

namespace Usher.Server.Cli;

/// <summary>What is said of a seating plan beside its file, as options and as a line of the answer.</summary>
internal static class PlanOptions
{
    public static Option<StageSide?> StageOption(string description) => new("--stage")
    {
        Description = $"{description} Seats face it, and the best seats are those nearest to it.",
        HelpName = Words(StageSides.Words),
        CustomParser = argument => Read(argument, StageSides.Parse, StageSides.Words),
    };

    public static Option<PlanKind?> KindOption(string description) => new("--kind")
    {
        Description = description,
        HelpName = Words(PlanKinds.Words),
        CustomParser = argument => Read(argument, PlanKinds.Parse, PlanKinds.Words),
    };

    public static Option<TableLetters?> LettersOption() => new("--encoding")
    {
        Description = "How the letters of a table are written that is not in Unicode. Default: "
            + $"{TableLetters.Western.Name}.",
        HelpName = string.Join('|', TableLetters.All.Select(letters => letters.Name)),
        CustomParser = argument =>
        {
            var letters = TableLetters.Parse(argument.Tokens[0].Value);
            if (letters is null)
            {
                argument.AddError("--encoding must be one of "
                    + $"{string.Join('|', TableLetters.All.Select(known => known.Name))}, not "
                    + $"'{argument.Tokens[0].Value}'");
            }

            return letters;
        },
    };

    /// <summary>How the letters of a table were read that does not say so itself.</summary>
    public static string Letters(TableLetters letters) =>
        $"The file does not say how its letters are written; they were read as {letters.Words} ({letters.Name}). If "
        + "names look wrong, save it as UTF-8 or give --encoding.";

    /// <summary>Where the stage of a stored plan is, and how to say that it is elsewhere.</summary>
    public static string Stage(SeatingPlan plan, PlanId id)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{plan.Focus.X:0.#}, {plan.Focus.Y:0.#}");
        var change = $"If that is wrong: usher plans change {id} --stage {Words(StageSides.Words)}.";
        return plan.StageSource switch
        {
            StageSource.Guessed =>
                $"The text \"{plan.StageText!.Text}\" in the plan ({place}) is taken for the stage. {change}",
            StageSource.Said => $"The stage is at {place}.",
            _ => $"Nothing says where the stage is; it is taken to be above the seats ({place}). {change}",
        };
    }

    private static T? Read<T>(ArgumentResult argument, Func<string, T?> parse, IReadOnlyList<string> words)
        where T : struct
    {
        var text = argument.Tokens[0].Value;
        if (parse(text) is { } value)
        {
            return value;
        }

        argument.AddError(
            $"{((OptionResult)argument.Parent!).Option.Name} must be one of {Words(words)}, not '{text}'");
        return null;
    }

    private static string Words(IReadOnlyList<string> words) => string.Join('|', words).ToLowerInvariant();
}
