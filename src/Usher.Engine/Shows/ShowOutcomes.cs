using System.Collections.Immutable;
using Usher.Engine.Validation;

namespace Usher.Engine.Shows;

/// <summary>What became of the request to put a show on sale.</summary>
public abstract record NewShowOutcome
{
    private NewShowOutcome()
    {
    }

    /// <summary>It is there, with all of its seats.</summary>
    public sealed record Created(Show Show) : NewShowOutcome;

    /// <summary>Fields of <see cref="NewShow"/> are wrong; nothing was created.</summary>
    public sealed record Wrong(ImmutableArray<FieldProblem> Problems) : NewShowOutcome;

    /// <summary>There is no such stored plan; nothing was created.</summary>
    public sealed record PlanNotFound(PlanId PlanId) : NewShowOutcome;
}

/// <summary>What became of the request to change a show.</summary>
public abstract record ShowChangeOutcome
{
    private ShowChangeOutcome()
    {
    }

    /// <summary>It is as it should be.</summary>
    public sealed record Changed : ShowChangeOutcome;

    /// <summary>No show has this id.</summary>
    public sealed record ShowNotFound : ShowChangeOutcome;

    /// <summary>Fields of <see cref="ShowChange"/> are wrong; nothing was changed.</summary>
    public sealed record Wrong(ImmutableArray<FieldProblem> Problems) : ShowChangeOutcome;
}

/// <summary>What became of the last form of a draft.</summary>
public abstract record DraftOutcome
{
    private DraftOutcome()
    {
    }

    /// <summary>This show came of it, now or before.</summary>
    public sealed record Made(ShowId ShowId) : DraftOutcome;

    /// <summary>There is no such draft, or none any more.</summary>
    public sealed record DraftNotFound : DraftOutcome;

    /// <summary>Steps are missing, or its plan is gone; nothing was created.</summary>
    public sealed record NotWhole : DraftOutcome;

    /// <summary>Fields of <see cref="NewShow"/> are wrong by now; nothing was created.</summary>
    public sealed record Wrong(ImmutableArray<FieldProblem> Problems) : DraftOutcome;
}
