using System.Text.Json;
using Usher.BoxOffice.Privacy;
using Usher.Engine.Bookings;
using Usher.Http.Fields;
using Usher.Http.Privacy;
using Usher.Http.Security;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Privacy;

/// <summary>For a person who asks what is known of them, or to be forgotten.</summary>
internal sealed class PrivacyPages(PersonalData people, TimeProvider time)
{
    public const string Path = "/desk/privacy";

    public static IResult GetPrivacy() => new PageReply<PrivacyPage>(new PrivacyView());

    public async Task<IResult> Export(HttpContext context)
    {
        var fields = Fields.Of(await PageForm.ReadAsync(context));
        if (Refuse(fields) is { } refusal)
        {
            return refusal;
        }

        var email = fields["email"];
        var record = await people.ExportAsync(email, context.ActingAsStaff(), CancellationToken.None);
        return new FileReply(
            JsonSerializer.SerializeToUtf8Bytes(
                PersonExportDocument.Of(email, record, time.GetUtcNow().UtcDateTime),
                PersonExportJson.Default.PersonExportDocument),
            "application/json", "person.json");
    }

    /// <summary>The question before a person is erased.</summary>
    public async Task<IResult> AskErase(HttpContext context)
    {
        var fields = Fields.Of(await PageForm.ReadAsync(context));
        return Refuse(fields) ?? new PageReply<PrivacyPage>(new PrivacyView
        {
            Fields = fields,
            Asked = await people.CountAsync(fields["email"], context.ActingAsStaff(), CancellationToken.None),
        });
    }

    public async Task<IResult> Erase(HttpContext context)
    {
        var fields = Fields.Of(await PageForm.ReadAsync(context));
        return Refuse(fields) ?? new PageReply<PrivacyPage>(new PrivacyView
        {
            Erased = await people.EraseAsync(fields["email"], context.ActingAsStaff(), CancellationToken.None),
        });
    }

    private static PageReply<PrivacyPage>? Refuse(Fields fields)
    {
        if (EmailAddress.IsWellFormed(fields["email"]))
        {
            return null;
        }

        var errors = new FieldErrors();
        errors.Add("email", "must be an e-mail address, such as asha@example.com");
        return new PageReply<PrivacyPage>(new PrivacyView { Fields = fields, Problems = errors.ToWords() })
        {
            Status = StatusCodes.Status400BadRequest,
        };
    }
}

/// <summary>The form, and what came of it.</summary>
public sealed record PrivacyView
{
    public Fields Fields { get; init; } = Fields.None;

    public IReadOnlyDictionary<string, string>? Problems { get; init; }

    /// <summary>How many bookings would be nobody's; null: nobody has asked to erase.</summary>
    public int? Asked { get; init; }

    /// <summary>How many bookings are nobody's now; null: nobody was erased.</summary>
    public int? Erased { get; init; }
}
