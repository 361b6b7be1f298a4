using FluentValidation;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Validation;

namespace Usher.Engine.Shows;

/// <summary>Where a coach goes.</summary>
/// <param name="From">Where it starts: 1..<see cref="ShowLimits.NameLengthMax"/> characters.</param>
/// <param name="To">Where it ends; as long.</param>
public sealed record Journey(string From, string To)
{
    /// <summary>Everything that is wrong with it, field by field.</summary>
    public IEnumerable<FieldProblem> Problems() => JourneyValidator.Instance.Problems(this);

    /// <summary>What is wrong with a journey of a show whose places are of this kind; null for a coach.</summary>
    public static FieldProblem? ProblemOf(PlanKind kind) => kind == PlanKind.Coach ? null : new FieldProblem(
        nameof(From), $"can be set only for a coach; the plan of this show is of kind {kind.ToText()}");
}

/// <summary>Whether people can read where a coach goes.</summary>
internal sealed class JourneyValidator : AbstractValidator<Journey>
{
    public static readonly JourneyValidator Instance = new();

    private JourneyValidator()
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(journey => journey.From).IsName();
        RuleFor(journey => journey.To).IsName();
    }
}
