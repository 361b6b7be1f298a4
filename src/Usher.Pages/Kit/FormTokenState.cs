using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Forms;

namespace Usher.Pages.Kit;

/// <summary>Gives forms with the component <c>AntiforgeryToken</c> the token of the request they are rendered for.
/// </summary>
internal sealed class FormTokenState(IAntiforgery antiforgery) : AntiforgeryStateProvider
{
    public HttpContext? Context { get; set; }

    public override AntiforgeryRequestToken? GetAntiforgeryToken()
    {
        if (Context is null)
        {
            return null;
        }

        var tokens = antiforgery.GetAndStoreTokens(Context);
        return new AntiforgeryRequestToken(tokens.RequestToken!, tokens.FormFieldName);
    }
}
