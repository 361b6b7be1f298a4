using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Api.Idempotency;
using Usher.BoxOffice.Privacy;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Privacy;
using Usher.Http.Replies;
using Usher.Http.Security;

namespace Usher.Api.Privacy;

/// <summary>What an ADMIN does for a person who asks what is known of them, or to be forgotten.</summary>
internal sealed class PrivacyEndpoints(PersonalData people, RepeatableCalls calls, TimeProvider time)
{
    public async Task<Results<Reply<PersonExportDocument>, ProblemReply>> Export(HttpContext context)
    {
        var errors = new FieldErrors();
        var body = await JsonBody.ReadAsync<PersonBody>(context.Request, errors);
        if (body is null || errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        var record = await people.ExportAsync(body.Email, context.ActingAsStaff(), CancellationToken.None);
        return new Reply<PersonExportDocument>(
            StatusCodes.Status200OK, PersonExportDocument.Of(body.Email, record, time.GetUtcNow().UtcDateTime),
            PersonExportJson.Default.PersonExportDocument)
        {
            CacheControl = "no-store",
        };
    }

    public Task<IResult> Erase(HttpContext context) => calls.RunAsync<PersonBody>(
        context,
        async (write, body) =>
        {
            var count = await people.EraseAsync(
                write, body.Email, context.ActingAsStaff(), CancellationToken.None);
            return WriteAnswer.Of(
                StatusCodes.Status200OK, new ErasedDocument { ErasedBookings = count },
                PrivacyJson.Default.ErasedDocument);
        });
}
