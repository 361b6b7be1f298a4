using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Usher.Engine.Database;

namespace Usher.Http.Security;

/// <summary>Keeps the keys of data protection in the database, sealed (ADR 62).</summary>
internal sealed class DataProtectionStore(DataSources data) : IXmlRepository
{
    private readonly DataProtectionKeys _keys = new(data);

    public IReadOnlyCollection<XElement> GetAllElements() => [.. _keys.Read().Select(xml => XElement.Parse(xml))];

    public void StoreElement(XElement element, string friendlyName) =>
        _keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
