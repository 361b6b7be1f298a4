using Usher.BoxOffice.Identity;
using Usher.Http.Security;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Account;

/// <summary>Adds passkeys to one's own account and removes them. Both make sure that it is oneself, and whoever has a
/// second factor adds none without it: a passkey opens the account alone.</summary>
internal sealed class OwnPasskeyPages(
    PasskeyRegistration registration, Passkeys passkeys, People people, SureCheck sure)
{
    public const string Path = AccountPages.Path + "/passkeys";

    private const string NotAdded =
        "The passkey was not added: its device gave no right answer, or too late. Try again.";

    private const string Known =
        "The passkey was not added: you have it already, or as many as you can have.";

    public async Task<IResult> GetNew(HttpContext context) => context.SignedIn() is { Person: not null } caller
        ? await NewPageAsync(caller, new NewPasskeyView(), context)
        : PageForm.SeeOther(AccountPages.Path);

    /// <summary>Takes the name, and has the browser ask its device.</summary>
    public async Task<IResult> Ask(HttpContext context)
    {
        var caller = context.SignedIn();
        if (caller is not { Person: { } id, Session: { } session })
        {
            return PageForm.SeeOther(AccountPages.Path);
        }

        var form = await PageForm.ReadAsync(context);
        var view = new NewPasskeyView { Name = form?["name"].ToString().Trim() ?? "" };
        if (Passkey.NameProblem(view.Name) is { } problem)
        {
            return await NewPageAsync(caller, view with { NameProblem = problem }, context);
        }

        if (await sure.ProblemAsync(caller, form?["password"], form?["code"], context) is { } doubt)
        {
            return await NewPageAsync(caller, view with { Problem = doubt }, context);
        }

        return await people.FindAsync(id, context.RequestAborted) is { } person
            && await registration.AskAsync(person, session, context) is { } options
                ? new PageReply<MakePasskeyPage>(new MakePasskeyView(view.Name, options))
                : await NewPageAsync(
                    caller,
                    view with
                    {
                        Problem = "Passkeys belong to the name of a site, and this page was not opened by one.",
                    },
                    context);
    }

    /// <summary>Takes what the device has answered.</summary>
    public async Task<IResult> Add(HttpContext context)
    {
        var caller = context.SignedIn();
        if (caller is not { Person: { } person, Session: { } session })
        {
            return PageForm.SeeOther(AccountPages.Path);
        }

        var form = await PageForm.ReadAsync(context);
        var view = new NewPasskeyView { Name = form?["name"].ToString().Trim() ?? "" };
        if (Passkey.NameProblem(view.Name) is { } problem)
        {
            return await NewPageAsync(caller, view with { NameProblem = problem }, context);
        }

        return await registration.AddAsync(
            person, session, view.Name, form?["credential"].ToString() ?? "", context) switch
        {
            PasskeyAddition.Added => PageForm.SeeOther($"{AccountPages.Path}?done=passkey"),
            PasskeyAddition.NotAdded => await NewPageAsync(caller, view with { Problem = Known }, context),
            _ => await NewPageAsync(caller, view with { Problem = NotAdded }, context),
        };
    }

    public async Task<IResult> GetRemove(string passkey, HttpContext context) =>
        await RemovePageAsync(passkey, problem: null, context);

    public async Task<IResult> Remove(string passkey, HttpContext context)
    {
        var caller = context.SignedIn();
        var form = await PageForm.ReadAsync(context);
        if (caller.Person is not { } person || !Guid.TryParseExact(passkey, "D", out var id))
        {
            return PageForm.SeeOther(AccountPages.Path);
        }

        if (!await sure.IsSureAsync(caller, form?["password"], context))
        {
            return await RemovePageAsync(passkey, SureCheck.Problem, context);
        }

        await passkeys.RemoveAsync(person, id, CancellationToken.None);
        return PageForm.SeeOther($"{AccountPages.Path}?done=passkey-removed");
    }

    private async Task<IResult> RemovePageAsync(string passkey, string? problem, HttpContext context)
    {
        var caller = context.SignedIn();
        return caller.Person is { } person && Guid.TryParseExact(passkey, "D", out var id)
            && (await passkeys.ListAsync(person, context.RequestAborted)).FirstOrDefault(line => line.Id == id) is
            { } line
                ? new PageReply<RemovePasskeyPage>(new RemovePasskeyView(line, problem)
                {
                    AsksPassword = !await sure.IsFreshAsync(caller, context.RequestAborted),
                })
                {
                    Status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
                }
                : PageForm.SeeOther(AccountPages.Path);
    }

    private async Task<IResult> NewPageAsync(Caller caller, NewPasskeyView view, HttpContext context) =>
        new PageReply<NewPasskeyPage>(view with
        {
            AsksPassword = !await sure.IsFreshAsync(caller, context.RequestAborted),
            AsksCode = await sure.AsksCodeAsync(caller, context.RequestAborted),
        })
        {
            Status = view is { Problem: null, NameProblem: null }
                ? StatusCodes.Status200OK
                : StatusCodes.Status400BadRequest,
        };
}

/// <summary>The form that begins a passkey.</summary>
public sealed record NewPasskeyView
{
    public string Name { get; init; } = "";

    /// <summary>What is wrong with the name, as the end of a sentence that begins with it.</summary>
    public string? NameProblem { get; init; }

    /// <summary>Why nothing was added.</summary>
    public string? Problem { get; init; }

    public bool AsksPassword { get; init; }

    /// <summary>Whether a code of the second factor is needed.</summary>
    public bool AsksCode { get; init; }
}

/// <summary>The page on which the browser asks its device.</summary>
/// <param name="Name">What it will be called.</param>
/// <param name="Options">For the browser (PublicKeyCredentialCreationOptions, as JSON).</param>
public sealed record MakePasskeyView(string Name, string Options);

/// <summary>The question before one is removed.</summary>
/// <param name="Passkey">Which.</param>
/// <param name="Problem">Why it was not; null before the first attempt.</param>
public sealed record RemovePasskeyView(PasskeyLine Passkey, string? Problem)
{
    public bool AsksPassword { get; init; }
}
