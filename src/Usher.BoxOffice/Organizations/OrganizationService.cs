using Usher.Engine.Idempotency;
using Usher.Engine.Shows;
using Usher.Engine.Validation;

namespace Usher.BoxOffice.Organizations;

/// <summary>
/// What is done about organizations, by the API, at the desk or from the command line: one set of rules. It is nobody's
/// in particular, so whoever calls it acts for no tenant.
/// </summary>
public sealed class OrganizationService(
    OrganiserWrites writes, OrganizationDirectory directory, ShowCatalog shows)
{
    /// <summary>Makes one.</summary>
    /// <param name="slug">What names it in addresses, for good.</param>
    /// <param name="terms">What is said of it.</param>
    /// <param name="ct">Ends it.</param>
    public Task<OrganizationOutcome> CreateAsync(string slug, OrganizationTerms terms, CancellationToken ct) =>
        writes.RunAsync(write => CreateAsync(write, slug, terms, ct), ct);

    /// <inheritdoc cref="CreateAsync(string, OrganizationTerms, CancellationToken)"/>
    public async Task<OrganizationOutcome> CreateAsync(
        OrganiserWrite write, string slug, OrganizationTerms terms, CancellationToken ct)
    {
        List<FieldProblem> problems = [.. OrganizationRules.Problems(terms)];
        if (OrganizationRules.SlugProblem(slug) is { } problem)
        {
            problems.Insert(0, new FieldProblem(OrganizationRules.SlugField, problem));
        }

        if (problems.Count > 0)
        {
            return new OrganizationOutcome.Wrong([.. problems]);
        }

        await OrganizationStore.LockAsync(write.Connection, slug, ct);
        if (await RivalAsync(write, slug, terms, isNew: true, ct) is { } rival)
        {
            return rival;
        }

        if (await OrganizationStore.InsertAsync(write.Connection, slug, terms, ct) is not { } made)
        {
            return new OrganizationOutcome.TooMany();
        }

        Done(write);
        return new OrganizationOutcome.Done(made);
    }

    /// <summary>Changes what is said of one, and whether it sells. This process goes by it at once, others within
    /// <c>Auth:RecheckSeconds</c>, and sell by it within <c>Bookings:ShowTermsSeconds</c>.</summary>
    /// <param name="slug">The organization.</param>
    /// <param name="change">What is to be said, given what is.</param>
    /// <param name="ct">Ends it.</param>
    public Task<OrganizationOutcome> ChangeAsync(
        string slug, Func<OrganizationTerms, OrganizationTerms> change, CancellationToken ct) =>
        writes.RunAsync(write => ChangeAsync(write, slug, change, ct), ct);

    /// <inheritdoc cref="ChangeAsync(string, Func{OrganizationTerms, OrganizationTerms}, CancellationToken)"/>
    public async Task<OrganizationOutcome> ChangeAsync(
        OrganiserWrite write, string slug, Func<OrganizationTerms, OrganizationTerms> change, CancellationToken ct)
    {
        if (await OrganizationStore.LockAsync(write.Connection, slug, ct) is not { } now)
        {
            return new OrganizationOutcome.NotFound();
        }

        var terms = change(OrganizationTerms.Of(now));
        if (OrganizationRules.Problems(terms).ToList() is { Count: > 0 } problems)
        {
            return new OrganizationOutcome.Wrong([.. problems]);
        }

        if (await RivalAsync(write, slug, terms, isNew: false, ct) is { } rival)
        {
            return rival;
        }

        var changed = await OrganizationStore.UpdateAsync(write.Connection, slug, terms, ct);
        Done(write);
        return new OrganizationOutcome.Done(changed);
    }

    /// <summary>Gives one a logo, or takes it away. This process shows it at once, others within
    /// <c>Auth:RecheckSeconds</c>.</summary>
    /// <param name="slug">The organization.</param>
    /// <param name="logo">The logo; null: none.</param>
    /// <param name="ct">Ends it.</param>
    public Task<OrganizationOutcome> SetLogoAsync(string slug, LogoImage? logo, CancellationToken ct) =>
        writes.RunAsync(write => SetLogoAsync(write, slug, logo, ct), ct);

    /// <inheritdoc cref="SetLogoAsync(string, LogoImage, CancellationToken)"/>
    public async Task<OrganizationOutcome> SetLogoAsync(
        OrganiserWrite write, string slug, LogoImage? logo, CancellationToken ct)
    {
        if (await OrganizationStore.LockAsync(write.Connection, slug, ct) is null)
        {
            return new OrganizationOutcome.NotFound();
        }

        var changed = await OrganizationStore.UpdateLogoAsync(write.Connection, slug, logo, ct);
        write.Done(() =>
        {
            directory.Forget();
            return Task.CompletedTask;
        });
        return new OrganizationOutcome.Done(changed);
    }

    private static async Task<OrganizationOutcome?> RivalAsync(
        OrganiserWrite write, string slug, OrganizationTerms terms, bool isNew, CancellationToken ct) =>
        await OrganizationStore.FindRivalAsync(write.Connection, slug, terms.Host, isNew, ct) switch
        {
            null => null,
            true => new OrganizationOutcome.Wrong(
                [new FieldProblem(OrganizationRules.SlugField, "is another organization's already; choose another")]),
            false => new OrganizationOutcome.Wrong(
                [new FieldProblem(nameof(terms.Host), "is another organization's already; choose another")]),
        };

    private void Done(OrganiserWrite write) => write.Done(() =>
    {
        directory.Forget();
        shows.ForgetAll();
        return Task.CompletedTask;
    });
}
